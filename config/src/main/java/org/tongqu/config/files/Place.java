package org.tongqu.config.files;

/**
 * Where something stands.
 *
 * @param file path relative to the directory that is read
 * @param line 1-based; 0 for the whole file
 */
public record Place(String file, int line) {}
