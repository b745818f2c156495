package org.tongqu.record.site;

import java.util.Locale;

/** Whose database a front-end database (前置库) is: what its JDBC addresses begin with. */
public enum DatabaseVendor {
    /** PostgreSQL; tested against a server. */
    POSTGRESQL("jdbc:postgresql:"),
    /** MariaDB, and MySQL by MariaDB's driver; tested against a MariaDB server. */
    MARIADB("jdbc:mariadb:"),
    /** Oracle; the statements are tested as text only. */
    ORACLE("jdbc:oracle:thin:"),
    /** Microsoft SQL Server; the statements are tested as text only. */
    SQLSERVER("jdbc:sqlserver:"),
    /** 达梦 DM8; the statements are tested as text only. */
    DAMENG("jdbc:dm:"),
    /** 人大金仓 KingbaseES; the statements are tested as text only. */
    KINGBASE("jdbc:kingbase8:"),
    /** openGauss; the statements are tested as text only. */
    OPENGAUSS("jdbc:opengauss:");

    private final String prefix;

    DatabaseVendor(String prefix) {
        this.prefix = prefix;
    }

    /** What an address of such a database begins with. */
    public String prefix() {
        return prefix;
    }

    /** As party files write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
