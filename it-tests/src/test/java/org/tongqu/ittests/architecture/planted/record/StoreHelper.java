package org.tongqu.ittests.architecture.planted.record;

import java.sql.Connection;

/** Has a name that says nothing, and brings a database into the language. */
record StoreHelper(Connection connection) {}
