/** The runnable gateway: all rooms wired together, one class per room. */
@NullMarked
package org.tongqu.config;

import org.jspecify.annotations.NullMarked;
