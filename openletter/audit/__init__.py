"""What is published, looked at by independent validators ("judges") and by checks of our own."""
