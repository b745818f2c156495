package org.tongqu.record.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * Compiles what is written in CEL (Common Expression Language): conditions over {@code data}, {@code type}, {@code source},
 * {@code subject}, {@code purpose} and {@code division}.
 *
 * <p>Kept small on purpose: at most 1,000 characters, a boolean result, {@code has()} as the only macro, no comprehensions,
 * and a cost of at most 200. Every step costs 1, text functions and {@code +} cost 5, {@code matches} 20; without loops
 * nothing is evaluated twice, so the cost of the text bounds the cost of every evaluation. Stateless and thread-safe.
 */
public final class Expressions {

    static final int MAX_LENGTH = 1_000;
    static final int MAX_COST = 200;
    private static final int MAX_REGEX_PROGRAM_SIZE = 500;
    private static final int MAX_DEPTH = 50;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .enableComprehension(false)
            .maxRegexProgramSize(MAX_REGEX_PROGRAM_SIZE)
            .build();
    private static final CelStringExtensions SUBSTRING = CelExtensions.strings(CelStringExtensions.Function.SUBSTRING);
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.HAS)
            .addVar("data", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar("type", SimpleType.STRING)
            .addVar("source", SimpleType.STRING)
            .addVar("subject", SimpleType.STRING)
            .addVar("purpose", SimpleType.STRING)
            .addVar("division", SimpleType.STRING)
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelCompiler DERIVING = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.HAS)
            .addVar("data", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addLibraries(SUBSTRING)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(SUBSTRING)
            .build();

    private Expressions() {}

    /**
     * Compiles one expression.
     *
     * @throws InvalidExpression naming line and column, when it is no CEL, names an unknown variable or function, is not
     *     boolean, uses a macro other than {@code has()}, or is too long or too costly
     */
    public static RecordExpression compile(String source) {
        return new RecordExpression(source, program(COMPILER, source));
    }

    /**
     * Compiles one expression that makes a value out of {@code data}, under the same bounds; it has {@code substring}, too.
     *
     * @throws InvalidExpression as {@link #compile}, but for the kind of the result
     */
    public static Derivation derive(String source) {
        return new Derivation(source, program(DERIVING, source));
    }

    private static CelRuntime.Program program(CelCompiler compiler, String source) {
        if (source.length() > MAX_LENGTH) {
            throw new InvalidExpression(0, 0, "expression longer than " + MAX_LENGTH + " characters");
        }
        CelValidationResult result = compiler.compile(source);
        if (result.hasError()) {
            CelIssue first = result.getErrors().get(0);
            int line = Math.max(first.getSourceLocation().getLine(), 0);
            throw new InvalidExpression(line, first.getSourceLocation().getColumn() + 1, first.getMessage());
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            int cost = CelNavigableAst.fromAst(tree)
                    .getRoot()
                    .allNodes()
                    .mapToInt(Expressions::cost)
                    .sum();
            if (cost > MAX_COST) {
                throw new InvalidExpression(0, 0, "expression costs " + cost + ", more than " + MAX_COST);
            }
            return RUNTIME.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException impossible) {
            throw new InvalidExpression(0, 0, "expression cannot be planned: " + impossible.getMessage());
        }
    }

    private static int cost(CelNavigableExpr node) {
        if (node.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return 1;
        }
        return switch (node.expr().call().function()) {
            case "matches" -> 20;
            case "_+_", "contains", "startsWith", "endsWith", "size", "string", "substring", "timestamp", "duration" ->
                5;
            default -> 1;
        };
    }
}
