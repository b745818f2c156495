package org.tongqu.config.dialect;

import java.util.List;
import java.util.stream.Collectors;
import org.tongqu.config.files.FileProblem;

/** A dialect's files hold mistakes. Nothing of it is used. */
public final class InvalidDialect extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FileProblem> problems;

    InvalidDialect(List<FileProblem> problems) {
        super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every mistake, by file and line; never empty. */
    public List<FileProblem> problems() {
        return problems;
    }
}
