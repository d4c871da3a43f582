"""What lies over the cells of a sheet: pictures, shapes, charts."""
