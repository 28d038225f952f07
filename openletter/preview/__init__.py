"""Letters in the browser while they are written: a server on loopback that builds again at every change."""
