/** The demonstration county: its keys, and simulated parties that send, receive and fetch. */
@NullMarked
package org.tongqu.config.demo;

import org.jspecify.annotations.NullMarked;
