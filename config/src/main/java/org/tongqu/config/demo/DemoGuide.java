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
                  结束 end      Ctrl-C

                """
                .formatted(listen.adminPort(), listen.port(), data.resolve("README.md"));
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
                Pushed to on loopback: tax 18101, housing 18102, water 18103, city platform 18104. The others fetch from their inbox.

                ```sh
                ./tongqu trace KEY --data %4$s
                ./tongqu send RECORD.json --key %4$s/keys/990101.window.pem --kid '990101.window#k1' --data %4$s
                ./tongqu apply --site %4$s/site --who "Zhang San" --data %4$s     # after editing the site
                ./tongqu rollback --who "Zhang San" --data %4$s
                curl -s http://127.0.0.1:%2$d/actuator/health/readiness
                ```
                """
                        .formatted(listen.port(), listen.adminPort(), parties, data));
    }
}
