package org.tongqu.ittests.frontdb;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of a front-end database PRE_*, as a county's approval system leaves them. */
public final class PreRows {
    /** When a case was applied for. */
    public static final LocalDateTime APPLIED = LocalDateTime.parse("2026-03-02T09:00:00");

    private PreRows() {}

    public static Map<String, Object> application(String caseNo, int version) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PROJID", caseNo);
        row.put("DATAVER", version);
        row.put("PROJPWD", "000000");
        row.put("ITEM_CODE", "000199001000");
        row.put("ITEMNO", "SF-JYXK-01");
        row.put("IMPLEMENT_CODE", "11990100XXXX0001933000199001000");
        row.put("ITEMVERSION", 3);
        row.put("ITEMNAME", "示范经营许可");
        row.put("PROJECTNAME", "示例商贸有限公司申请示范经营许可");
        row.put("INFOTYPE", "2");
        row.put("APPLYNAME", "示例商贸有限公司");
        row.put("APPLY_CARDTYPE", "001");
        row.put("APPLY_CARDTYPENUMBER", "91990100XXXX00027M");
        row.put("DEPTNAME", "示范市行政审批服务局");
        row.put("DEPTID", "11990100XXXX000193");
        row.put("APPLYFROM", "2");
        row.put("RECEIVETIME", APPLIED);
        row.put("REGION_ID", "990101000000");
        row.put("SIGNSTATE", "0");
        return row;
    }

    public static Map<String, Object> material(String caseNo, int version, String name) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PROJID", caseNo);
        row.put("DATAVER", version);
        row.put("ATTRNAME", name);
        row.put("TAKETYPE", "1");
        row.put("AMOUNT", 1);
        return row;
    }

    public static Map<String, Object> acceptance(String caseNo) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PROJID", caseNo);
        row.put("DATAVER", 1);
        row.put("ACCEPT_MAN", "示例经办人");
        row.put("ACCEPT_TIME", APPLIED.plusDays(1));
        row.put("PROMISE_ETIME", APPLIED.plusDays(8));
        row.put("DOCUMENT_CODE", "SL-2026-0001");
        row.put("SIGNSTATE", "0");
        return row;
    }

    public static Map<String, Object> node(String caseNo, int version, String name) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PROJID", caseNo);
        row.put("DATAVER", version);
        row.put("ACTION", "1");
        row.put("NODE_NAME", name);
        row.put("NAME", "示例经办人");
        row.put("OPINION", "材料齐全，同意");
        row.put("START_TIME", APPLIED.plusDays(2));
        row.put("END_TIME", APPLIED.plusDays(2).plusHours(version));
        row.put("SIGNSTATE", "0");
        return row;
    }

    public static Map<String, Object> result(String caseNo) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PROJID", caseNo);
        row.put("DATAVER", 1);
        row.put("TRANSACT_USER", "示例经办人");
        row.put("TRANSACT_TIME", APPLIED.plusDays(7));
        row.put("TRANSACT_RESULT", "0");
        row.put("RESULT_CODE", "示许字2026第0001号");
        row.put("SIGNSTATE", "0");
        return row;
    }
}
