package org.tongqu.config.cli;

import picocli.CommandLine.Command;

/** Partners' front-end databases (前置库). */
@Command(
        name = "frontdb",
        description = "前置库：查看对方的库像哪一种 · front-end databases: see which family one resembles",
        mixinStandardHelpOptions = true,
        subcommands = FrontdbProbe.class)
final class FrontdbCommand {}
