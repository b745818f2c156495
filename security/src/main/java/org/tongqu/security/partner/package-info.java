/** The ciphers that platforms ask for in messages: not ours to choose, and never used for what is our own. */
@NullMarked
package org.tongqu.security.partner;

import org.jspecify.annotations.NullMarked;
