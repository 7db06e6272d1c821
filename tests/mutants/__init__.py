"""Takes each rule of access out of a copy of the product, one at a time: the access walk must see it."""
