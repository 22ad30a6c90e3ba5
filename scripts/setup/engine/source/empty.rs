// cargo wants a package to have a source.
