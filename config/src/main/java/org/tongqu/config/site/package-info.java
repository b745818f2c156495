/** The site (站点) read from its YAML files: strict, whole, with every mistake named by file and line at once. */
@NullMarked
package org.tongqu.config.site;

import org.jspecify.annotations.NullMarked;
