/** Points, circles and polygons on the WGS84 ellipsoid: exact enough that one metre outside is outside. */
package fr.vigie.reference.geo;
