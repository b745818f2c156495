package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Types;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.site.DatabaseVendor;

/** The statements of each vendor, as text: of most there is no server here to ask. */
class VendorSqlTest {
    private static final List<String> KEY = List.of("PROJID", "DATAVER");
    private static final List<Column> COLUMNS = KEY.stream()
            .map(name -> new Column(name, Types.VARCHAR, "varchar", 50, false, false))
            .toList();
    private static final Set<DatabaseVendor> STANDARD = EnumSet.of(
            DatabaseVendor.POSTGRESQL, DatabaseVendor.DAMENG, DatabaseVendor.KINGBASE, DatabaseVendor.OPENGAUSS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL|select \"PROJID\", \"DATAVER\" from \"T\" where (\"S\" = ? or \"S\" is null) order by \"DATAVER\" limit 7",
                "KINGBASE|select \"PROJID\", \"DATAVER\" from \"T\" where (\"S\" = ? or \"S\" is null) order by \"DATAVER\" limit 7",
                "OPENGAUSS|select \"PROJID\", \"DATAVER\" from \"T\" where (\"S\" = ? or \"S\" is null) order by \"DATAVER\" limit 7",
                "DAMENG|select \"PROJID\", \"DATAVER\" from \"T\" where (\"S\" = ? or \"S\" is null) order by \"DATAVER\" limit 7",
                "MARIADB|select `PROJID`, `DATAVER` from `T` where (`S` = ? or `S` is null) order by `DATAVER` limit 7",
                "ORACLE|select \"PROJID\", \"DATAVER\" from \"T\" where (\"S\" = ? or \"S\" is null) order by \"DATAVER\" fetch first 7 rows only",
                "SQLSERVER|select top (7) [PROJID], [DATAVER] from [T] where ([S] = ? or [S] is null) order by [DATAVER]"
            })
    void aBoundedNumberOfNewRowsIsLookedForInOrder(DatabaseVendor vendor, String expected) {
        assertThat(new VendorSql(vendor, null).look("T", COLUMNS, "S", 1, true, List.of(), List.of("DATAVER"), 7))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(DatabaseVendor.class)
    void rowsAreLockedWhileTheyAreCompared(DatabaseVendor vendor) {
        String sql = new VendorSql(vendor, null).locked("T", COLUMNS, KEY, 2);

        if (vendor == DatabaseVendor.SQLSERVER) {
            assertThat(sql)
                    .isEqualTo("select [PROJID], [DATAVER] from [T] with (updlock, rowlock) where"
                            + " ([PROJID] = ? and [DATAVER] = ?) or ([PROJID] = ? and [DATAVER] = ?)");
        } else if (vendor == DatabaseVendor.MARIADB) {
            assertThat(sql)
                    .isEqualTo("select `PROJID`, `DATAVER` from `T` where"
                            + " (`PROJID` = ? and `DATAVER` = ?) or (`PROJID` = ? and `DATAVER` = ?) for update");
        } else {
            assertThat(sql)
                    .isEqualTo("select \"PROJID\", \"DATAVER\" from \"T\" where (\"PROJID\" = ? and \"DATAVER\" = ?)"
                            + " or (\"PROJID\" = ? and \"DATAVER\" = ?) for update");
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseVendor.class)
    void rowsWithoutAKeyAreCountedAndLeftOut(DatabaseVendor vendor) {
        VendorSql sql = new VendorSql(vendor, null);

        assertThat(plain(sql.look("T", COLUMNS, "S", 1, true, List.of("K"), List.of("DATAVER"), 7)))
                .contains(" where (S = ? or S is null) and K is not null order by DATAVER");
        assertThat(plain(sql.strays("T", "S", 1, true, List.of("K", "L"))))
                .isEqualTo("select count(*) from T where (S = ? or S is null) and (K is null or L is null)");
    }

    @ParameterizedTest
    @EnumSource(DatabaseVendor.class)
    void onlyANewRowIsMarked(DatabaseVendor vendor) {
        String sql = new VendorSql(vendor, null).mark("T", List.of("S", "W"), KEY, "S", 2, false);

        assertThat(plain(sql))
                .isEqualTo("update T set S = ?, W = ? where PROJID = ? and DATAVER = ? and (S = ? or S = ?)");
        assertThat(STANDARD.contains(vendor) || vendor == DatabaseVendor.ORACLE).isEqualTo(sql.contains("\"S\""));
    }

    @ParameterizedTest
    @EnumSource(DatabaseVendor.class)
    void rowsAreWrittenAndFoundByParametersOnly(DatabaseVendor vendor) {
        VendorSql sql = new VendorSql(vendor, "exchange");

        assertThat(plain(sql.insert("T", KEY))).isEqualTo("insert into exchange.T (PROJID, DATAVER) values (?, ?)");
        assertThat(plain(sql.rows("T", COLUMNS, KEY)))
                .isEqualTo("select PROJID, DATAVER from exchange.T where PROJID = ? and DATAVER = ?");
        assertThat(plain(sql.related("T", COLUMNS, List.of("PROJID"), 3, List.of("DATAVER"))))
                .isEqualTo("select PROJID, DATAVER from exchange.T where PROJID in (?, ?, ?) order by DATAVER");
        assertThat(plain(sql.related("T", COLUMNS, KEY, 2, List.of())))
                .isEqualTo(
                        "select PROJID, DATAVER from exchange.T where (PROJID = ? and DATAVER = ?) or (PROJID = ? and"
                                + " DATAVER = ?)");
        assertThat(plain(sql.shape("T"))).isEqualTo("select * from exchange.T where 1 = 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL|octet_length(\"F\")|substring(\"F\" from ? for ?)",
                "KINGBASE|octet_length(\"F\")|substring(\"F\" from ? for ?)",
                "OPENGAUSS|octet_length(\"F\")|substring(\"F\" from ? for ?)",
                "MARIADB|octet_length(`F`)|substring(`F` from ? for ?)",
                "ORACLE|dbms_lob.getlength(\"F\")|\"F\"",
                "DAMENG|dbms_lob.getlength(\"F\")|\"F\"",
                "SQLSERVER|datalength([F])|[F]"
            })
    void ofAFileItsLengthIsReadAndThenItselfAsItsVendorStreamsIt(DatabaseVendor vendor, String length, String file) {
        VendorSql sql = new VendorSql(vendor, null);
        Column column = new Column("F", Types.BLOB, "blob", 0, false, false);

        assertThat(sql.related("T", List.of(column), List.of("K"), 1, List.of()))
                .startsWith("select " + length + " from ");
        assertThat(sql.file("T", "F", List.of("K")))
                .isEqualTo("select " + file + " from " + sql.quoted("T") + " where " + sql.quoted("K") + " = ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a`b", "a]b", "a;b", "a--", "列", "1a", "a.b"})
    void aNameThatCouldBeMoreThanANameIsNeverPutIntoAStatement(String name) {
        for (DatabaseVendor vendor : DatabaseVendor.values()) {
            assertThatThrownBy(() -> new VendorSql(vendor, null).quoted(name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyVendorHasItsOwnAddresses() {
        assertThat(DatabaseVendor.values()).extracting(DatabaseVendor::prefix).doesNotHaveDuplicates();
    }

    private static String plain(String sql) {
        return sql.replaceAll("[\"`\\[\\]]", "");
    }
}
