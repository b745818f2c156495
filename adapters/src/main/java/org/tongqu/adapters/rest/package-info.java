/** The REST door: records in, where they are, the inbox of pull parties, and what a partner's programmer needs to know. */
@NullMarked
package org.tongqu.adapters.rest;

import org.jspecify.annotations.NullMarked;
