package org.tongqu.record.site;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How we learn what became of files that only go there (网闸): nobody answers where they lie.
 *
 * @param replies the folder in which answers come back, on this machine or at the same SFTP server; null if none come
 * @param isDaily whether a file a day tells the other side which files there were
 */
public record OneWay(@Nullable URI replies, boolean isDaily) {}
