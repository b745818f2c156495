package org.tongqu.ittests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules, for any root package, so that a test can hold them against planted violations too.
 *
 * @param root the package that holds the rooms
 */
record House(String root) {
    static final List<String> ROOMS = List.of("routes", "adapters", "security", "ledger", "console");
    static final List<String> MODULES =
            List.of("record", "routes", "adapters", "security", "ledger", "console", "config");

    private static final String CAMEL = "org.apache.camel..";
    private static final String CXF = "org.apache.cxf..";
    private static final String BOUNCY_CASTLE = "org.bouncycastle..";
    private static final Map<String, List<String>> NEVER = Map.of(
            "record", List.of("org.springframework..", CAMEL, CXF, BOUNCY_CASTLE, "java.sql..", "javax.sql.."),
            "routes", List.of(CXF, BOUNCY_CASTLE, "java.sql..", "javax.sql..", "org.springframework.jdbc.."),
            "adapters", List.of(BOUNCY_CASTLE),
            "security", List.of(CAMEL, CXF),
            "ledger", List.of(CAMEL, "org.springframework.web..", "jakarta.servlet.."),
            "console", List.of(CAMEL, "java.sql..", "javax.sql..", "org.springframework.jdbc.."),
            "config", List.of("org.tongqu.ittests.."));

    ArchRule keepsToItself(String room) {
        List<String> others = new ArrayList<>();
        for (String module : MODULES) {
            if (!module.equals(room) && !(module.equals("record") && ROOMS.contains(room))) {
                others.add(in(module));
            }
        }
        return noClasses()
                .that()
                .resideInAPackage(in(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.toArray(String[]::new))
                .because("rooms meet through the ports in record, so that each can be read, tested and replaced alone");
    }

    ArchRule neverUses(String module) {
        return noClasses()
                .that()
                .resideInAPackage(in(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NEVER.get(module).toArray(String[]::new))
                .because("a technology lives in one room only, else its quirks spread through all of them");
    }

    ArchRule nobodyKnowsConfig() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(in("config"), in("ittests"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("config"))
                .because("config wires the rooms; a room that knows its wiring cannot be wired otherwise");
    }

    ArchRule timeAndChanceComeFromOutside() {
        DescribedPredicate<JavaAccess<?>> wall = new DescribedPredicate<>("the clock on the wall or a die of its own") {
            @Override
            public boolean test(JavaAccess<?> access) {
                String owner = access.getTargetOwner().getName();
                String name = access.getName();
                boolean clock = owner.startsWith("java.time.")
                        && name.equals("now")
                        && access.getTarget().getFullName().endsWith("now()");
                boolean system = owner.equals("java.lang.System") && name.equals("currentTimeMillis");
                boolean clocksOwn = owner.equals("java.time.Clock") && name.startsWith("system");
                boolean chance = owner.equals("java.util.UUID") && name.equals("randomUUID")
                        || owner.equals("java.lang.Math") && name.equals("random")
                        || owner.equals("java.util.Random") && name.equals("<init>")
                        || owner.equals("java.util.concurrent.ThreadLocalRandom");
                return clock || system || clocksOwn || chance;
            }
        };
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(in("config"))
                .should()
                .accessTargetWhere(wall)
                .because("tests set the clock and the ids, and a node with a wrong clock must be told in one place");
    }

    ArchRule nobodyPrints() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(root + ".config.cli..", root + ".config.demo..", in("ittests"))
                .should()
                .accessField(System.class, "out")
                .because("standard output belongs to the commands, all else is logged");
    }

    /** What Camel itself keeps there under its own keys, such as the caught exception, may be read. */
    ArchRule noExchangeProperties() {
        DescribedPredicate<JavaAccess<?>> properties = new DescribedPredicate<>("an exchange property of Camel") {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTargetOwner().getPackageName().startsWith("org.apache.camel")
                        && access.getName().matches("(get|set|remove)Propert(y|ies)|exchangeProperty.*")
                        && !access.getTarget().getFullName().contains("org.apache.camel.ExchangePropertyKey");
            }
        };
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .accessTargetWhere(properties)
                .because(
                        "the type of the body says where a record is on its way; exchange properties are hidden parameters");
    }

    ArchRule namesSaySomething() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Base|Common|Impl|Data|Info)")
                .because("such a suffix says that nobody has found out what the class is");
    }

    ArchRule packagesWithoutCycles(String module) {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return javaClass.getPackageName().startsWith(root + "." + module)
                        ? SliceIdentifier.of(javaClass.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + module;
            }
        };
        return slices().assignedFrom(byPackage)
                .should()
                .beFreeOfCycles()
                .because("a cycle of packages is one package that has been torn apart");
    }

    ArchRule simulatedPlatformsKnowNothingOfOurs() {
        return noClasses()
                .that()
                .resideInAPackage(in("ittests.platform"))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideOutsideOfPackage(in("ittests.platform"))))
                .because("a counterparty made of our own translation would agree with every mistake in it");
    }

    private String in(String module) {
        return root + "." + module + "..";
    }
}
