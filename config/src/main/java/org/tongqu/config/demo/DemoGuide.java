package org.tongqu.config.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tongqu.config.site.SiteSettings.Listen;

/** What the demo tells its visitor, on the terminal and in {@code README.md} of the data directory. */
public final class DemoGuide {
    private DemoGuide() {}

    /** What to open and what to try. */
    public static String onScreen(Path data, Listen listen) {
        return """

                通衢 Tongqu · 示范县 990101
                  打开 open     http://127.0.0.1:%d/          运行状态 status page
                  接入 records  http://127.0.0.1:%d/v1/records
                  说明 guide    %s
                  试试 try      ./tongqu trace <业务编号 business key>   (任取下面一行的最后一列 the last column of any line below)
                  工单 ticket   ./tongqu trace <工单编号 number>         (990100.hotline 各行的最后一列 the last column of its lines)
                               市热线（ATAF SOAP）派单，县城管局（只取 JSON）签收、退回，审核不同意，答复，再交办，再答复，回访，办结；每分钟一张
                               a complaint from the city's hotline (ATAF SOAP) to a bureau that only fetches JSON: signed for, returned,
                               not taken back, answered, dispatched again, answered again, revisited, closed; one a minute
                  提问 ask      热线坐席凭编号和查询密码问办件进度，带使用事由查证照
                               an agent of the hotline asks for the progress of a case by its number and password, and for certificates with a purpose
                %4$s
                  留行 a row    县行政审批局只在前置库留行，镇便民服务中心只在前置库收行；留一行，几秒后它在两处：
                               the approval bureau only leaves rows in its front-end database, the town only finds rows there; leave
                               one, and some seconds later it is marked, and has come to the town as a row:
                %5$s
                  结束 end      Ctrl-C

                """
                .formatted(
                        listen.adminPort(),
                        listen.port(),
                        data.resolve("README.md"),
                        question(data, listen).indent(17),
                        row(data).indent(17));
    }

    /** Commands that put the questions of {@code docs/examples} to the gateway, from the directory of the program. */
    private static String question(Path data, Listen listen) {
        return """
                for type in case.progress certificate.find; do
                  sed "s/EXAMPLE-1/ASK-$(date +%%s%%N)/" docs/examples/$type.json > /tmp/question.json
                  curl -s http://127.0.0.1:%1$d/v1/queries/$type -H 'Content-Type: application/cloudevents+json' \\
                    --data-binary @/tmp/question.json -H "Seal: $(docs/examples/seal.sh \\
                    %2$s/keys/990101.hotline.pem '990101.hotline#k1' 990101 /tmp/question.json tongqu-query)"; echo
                done
                """
                .formatted(listen.port(), data);
    }

    /** What the bureau's system would say to its database; any client of PostgreSQL can. */
    private static String row(Path data) {
        return """
                export PGPASSWORD=$(cat %1$s)
                psql -h 127.0.0.1 -p %2$d -U %3$s %3$s -c "
                insert into bureau.PRE_APASINFO (PROJID, DATAVER, IMPLEMENT_CODE, ITEMNAME, PROJECTNAME, INFOTYPE, APPLYNAME,
                  APPLY_CARDTYPE, APPLY_CARDTYPENUMBER, DEPTNAME, APPLYFROM, RECEIVETIME, REGION_ID)
                values ('MY-' || to_char(now(), 'YYYYMMDDHH24MISS'), 1, '11990100XXXX0001933000199001000', '示范经营许可',
                  '我留下的一行', '2', '示例商贸有限公司', '001', '91990100XXXX00027M', '示范县行政审批局', '2',
                  now() at time zone 'Asia/Shanghai', '990101000000') returning PROJID"
                psql -h 127.0.0.1 -p %2$d -U %3$s %3$s -c "select PROJID, SIGNSTATE from bureau.PRE_APASINFO where PROJID like 'MY-%%'" \\
                  -c "select PROJID, DATAVER, PROJECTNAME from town.PRE_APASINFO where PROJID like 'MY-%%'"
                """
                .formatted(new Exchange(data).password(), Exchange.PORT, Exchange.NAME);
    }

    /** Writes {@code README.md}. */
    public static void write(Path data, Listen listen) throws IOException {
        StringBuilder parties = new StringBuilder();
        DemoSite.PARTIES.forEach(party -> parties.append("| `")
                .append(party)
                .append("` | `")
                .append(party)
                .append("#k1` | ")
                .append(party.value().equals("990101.tax") ? "ES256" : "SM2SM3")
                .append(" | `keys/")
                .append(party)
                .append(".pem` | `site/keys/")
                .append(party)
                .append(".pem` |\n"));
        Files.writeString(
                data.resolve("README.md"),
                """
                # 通衢演示站点 · Tongqu demo site

                县级站点 990101 示范县；所有单位、人名、号码均为虚构。The county site 990101; all names and numbers are invented.

                | | |
                |---|---|
                | base URL | http://127.0.0.1:%1$d |
                | status page, health, metrics | http://127.0.0.1:%2$d/ · /actuator/health · /actuator/health/readiness · /actuator/prometheus |
                | site id (`aud`) | `990101` |
                | gateway | `990101.gateway#k1`, certificate `site/keys/990101.gateway.pem` |
                | authority | `site/keys/ca.pem`, `site/keys/ca.crl` |
                | admin token | `admin-token` (0600) |

                | party | kid | alg | private key | certificate |
                |---|---|---|---|---|
                %3$s
                Pushed to on loopback: tax 18101, housing 18102, water 18103, city platform 18104; in their dialects 18105 to 18109; asked at 18110 and 18111; front-end database 18112. The others fetch from their inbox.

                ## 一张工单 · A ticket

                市热线 `990100.hotline` 只会以 SOAP 收发 ATAF 报文，县城管局 `990101.urban` 只会从收件箱取 JSON。每分钟一张工单走完一生：派单、签收、退回、审核不同意、答复、再交办、签收、再答复、回访、办结。编号（北京时间的年月日时分秒）是终端上 `990100.hotline` 各行的最后一列：
                The city's hotline `990100.hotline` knows ATAF documents over SOAP alone, the bureau `990101.urban` only fetches JSON. A ticket a minute lives its whole life: dispatched, signed for, returned, not taken back, answered, dispatched again, signed for, answered again, revisited, closed. Its number is the last column of the lines of `990100.hotline`:

                ```sh
                ./tongqu trace NUMBER --data %4$s
                ```

                ## 坐席提问 · What an agent asks

                12345 热线 `990101.hotline` 凭办件编号和查询密码向办事大厅问进度，带使用事由向市场监管局查证照；回答经网关签名，只有规则给的字段（`site/sharing/questions.yml`）。终端上 `990101.window` 的任何 `case.applied` 也能问，密码都是 `000000`；密码不对与没有这个办件一样，答 `{"results":[]}`，五次之后 429。没有使用事由的，422。
                The 12345 hotline `990101.hotline` asks the service hall how far a case has come, by its number and query password, and the market regulation for certificates, with a purpose; the answer is sealed by the gateway and has only the fields of the rule. Any `case.applied` of `990101.window` on the terminal can be asked about, the password is always `000000`; a wrong one sounds like a case that is not known, `{"results":[]}`, and after five of them 429. Without a purpose: 422.

                ```sh
                %5$s```

                ## 前置库 · Rows of a front-end database

                `990101.bureau` 的系统只会在 `bureau` 模式的 PRE_* 表里留行，`990101.town` 的系统只会在 `town` 模式里找行：两边都没有接口可调（浪潮前置库，[docs/frontdb.md](../../docs/frontdb.md)）。网关两秒内看到新行，译成记录，把 `SIGNSTATE` 改为 `1`；记录按规则（`site/sharing/frontdb.yml`）到市场监管局的收件箱，也成为镇里的一行。译不出的行改为 `2`。任何 PostgreSQL 客户端都行：
                The bureau's system only leaves rows in the tables PRE_* of schema `bureau`, the town's only finds rows in schema `town`. The gateway sees a new row within two seconds, makes a record of it and sets `SIGNSTATE` to `1`; by the rules the record goes to the market regulation's inbox and becomes a row of the town's. A row that cannot be understood is set to `2`. Any client of PostgreSQL does:

                ```sh
                %6$s```

                看看这个库像哪一种 · which family the database resembles:

                ```sh
                ./tongqu frontdb probe --url %7$s --user %8$s --password file:%9$s --schema bureau --data %4$s
                ```

                ## 命令 · Commands

                ```sh
                ./tongqu trace KEY --data %4$s
                ./tongqu send RECORD.json --key %4$s/keys/990101.window.pem --kid '990101.window#k1' --data %4$s
                ./tongqu apply --site %4$s/site --who "Zhang San" --data %4$s     # after editing the site
                ./tongqu rollback --who "Zhang San" --data %4$s
                curl -s http://127.0.0.1:%2$d/actuator/health/readiness
                ```
                """
                        .formatted(
                                listen.port(),
                                listen.adminPort(),
                                parties,
                                data,
                                question(data, listen),
                                row(data),
                                Exchange.url(),
                                Exchange.NAME,
                                new Exchange(data).password()));
    }
}
