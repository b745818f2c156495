/** The files that describe a site and its dialects: YAML that knows its lines, and every mistake with its place and its mend. */
@NullMarked
package org.tongqu.config.files;

import org.jspecify.annotations.NullMarked;
