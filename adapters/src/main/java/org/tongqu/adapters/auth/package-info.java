/**
 * How systems show each other who calls, as the platforms have it: each scheme both as client and as server, since they call us too.
 * What a scheme needs to know of a party stands in the party's file; secrets are read where they are kept, at each use.
 */
@NullMarked
package org.tongqu.adapters.auth;

import org.jspecify.annotations.NullMarked;
