package org.tongqu.config.cli;

import picocli.CommandLine.Command;

/** What partners' languages there are, whether they are as their samples say, and what becomes of a message. */
@Command(
        name = "dialect",
        description = "方言：列出、测试、试译、比较、缺码 · the languages that platforms speak: list, test, try, diff, unmapped",
        mixinStandardHelpOptions = true,
        subcommands = {DialectList.class, DialectTest.class, DialectTry.class, DialectDiff.class, DialectUnmapped.class
        })
final class DialectCommand {}
