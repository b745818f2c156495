/** Kills the gateway, its database, or both under load, and asks the checker what became of the records. */
@NullMarked
package org.tongqu.ittests.crash;

import org.jspecify.annotations.NullMarked;
