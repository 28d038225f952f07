"""openletter: one Markdown letter, published in many languages as accessible HTML, EPUB and PDF."""

__version__ = "0.1.0"
