"""A leaflet from each row of a table: which rows, under which names, made side by side."""
