"""Writing programmes: a tree and labels in, bytes out. Renderers know nothing of the database."""
