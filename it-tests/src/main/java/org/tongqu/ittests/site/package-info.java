/** Sites made for a test or a measurement: fresh keys, as many parties as wanted, rules, ports of this machine. */
@NullMarked
package org.tongqu.ittests.site;

import org.jspecify.annotations.NullMarked;
