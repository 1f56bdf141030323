"""Geometry and names of places, without Django: contours, points, French articles, forgiving search."""
