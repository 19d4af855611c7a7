"""Writers: each turns a resolved document and a theme into the bytes of one format."""
