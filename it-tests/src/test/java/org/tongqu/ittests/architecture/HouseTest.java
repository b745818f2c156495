package org.tongqu.ittests.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the rules of the house against the compiled classes of every module, and against violations planted to be found. */
class HouseTest {
    static final List<String> rooms = House.ROOMS;
    static final List<String> modules = House.MODULES;

    private static final House HOUSE = new House("org.tongqu");
    private static final String PLANTED = "org.tongqu.ittests.architecture.planted";

    private static JavaClasses classes;
    private static JavaClasses planted;

    @BeforeAll
    static void readTheClasses() {
        classes = new ClassFileImporter()
                .importPaths(House.MODULES.stream().map(HouseTest::classesOf).toList());
        planted = new ClassFileImporter().importPackages(PLANTED);
    }

    @ParameterizedTest
    @FieldSource("modules")
    void everyModuleHasClassesToJudge(String module) {
        assertThat(classes.stream().filter(c -> c.getPackageName().startsWith("org.tongqu." + module)))
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @FieldSource("rooms")
    void noRoomSeesAnother(String room) {
        HOUSE.keepsToItself(room).check(classes);
    }

    @Test
    void theLanguageKnowsNoRoom() {
        HOUSE.keepsToItself("record").check(classes);
    }

    @ParameterizedTest
    @FieldSource("modules")
    void eachTechnologyStaysWhereItLives(String module) {
        HOUSE.neverUses(module).check(classes);
    }

    @Test
    void nobodyKnowsConfigButTheseTests() {
        HOUSE.nobodyKnowsConfig().check(classes);
    }

    @Test
    void timeAndChanceComeFromOutside() {
        HOUSE.timeAndChanceComeFromOutside().check(classes);
    }

    @Test
    void onlyCommandsPrint() {
        HOUSE.nobodyPrints().check(classes);
    }

    @Test
    void camelKeepsNoHiddenParameters() {
        HOUSE.noExchangeProperties().check(classes);
    }

    @Test
    void namesSayWhatAClassIs() {
        HOUSE.namesSaySomething().check(classes);
    }

    @ParameterizedTest
    @FieldSource("modules")
    void packagesHaveNoCycles(String module) {
        HOUSE.packagesWithoutCycles(module).check(classes);
    }

    @Test
    void simulatedPlatformsKnowNothingOfOurs() {
        HOUSE.simulatedPlatformsKnowNothingOfOurs()
                .check(new ClassFileImporter().importPackages("org.tongqu.ittests.platform"));
    }

    @Test
    void nothingHopsThroughMemoryBetweenDurablePoints() throws IOException {
        for (String module : House.MODULES) {
            try (Stream<Path> files = Files.walk(classesOf(module))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as("%s must not use seda: what waits in memory is lost in a crash", file)
                            .doesNotContain("seda:");
                }
            }
        }
    }

    @Test
    void plantedViolationsAreFound() {
        House house = new House(PLANTED);

        assertFinds(house.keepsToItself("routes"), "Gossip", "Secrets");
        assertFinds(house.timeAndChanceComeFromOutside(), "Gossip", "now()");
        assertFinds(house.neverUses("record"), "StoreHelper", "java.sql.Connection");
        assertFinds(house.namesSaySomething(), "StoreHelper", "");
        assertFinds(house.simulatedPlatformsKnowNothingOfOurs(), "Echo", "Secrets");
        assertThatCode(() -> house.keepsToItself("ledger").check(planted)).doesNotThrowAnyException();
    }

    private static void assertFinds(ArchRule rule, String who, String what) {
        assertThat(rule.evaluate(planted).getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(detail -> detail.contains(who) && detail.contains(what));
    }

    private static Path classesOf(String module) {
        return Path.of("..", module, "target", "classes");
    }
}
