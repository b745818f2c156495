package org.tongqu.config.site;

/**
 * Where something stands.
 *
 * @param file path relative to the site's directory
 * @param line 1-based; 0 for the whole file
 */
record Place(String file, int line) {}
