/** Parties that exchange files (文件交换): folders on this machine or at an SFTP server, and how files are read and written. */
@NullMarked
package org.tongqu.adapters.files;

import org.jspecify.annotations.NullMarked;
