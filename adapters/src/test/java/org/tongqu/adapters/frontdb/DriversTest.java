package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers whose jars lie in a folder. */
class DriversTest {
    private static final String ADDRESS = "jdbc:some://127.0.0.1/x";

    @TempDir
    Path folder;

    @Test
    void aDriverIsFoundByTheAddressThatItTakes() throws IOException {
        jar("some.jar", SomeDriver.class.getName());

        assertThat(new Drivers(folder).forAddress(ADDRESS)).get().isInstanceOf(SomeDriver.class);
        assertThat(new Drivers(folder).forAddress("jdbc:other://127.0.0.1/x")).isEmpty();
    }

    @Test
    void aJarOfWhichNothingCanBeMadeTakesNoOtherDriverAlong() throws IOException {
        jar("a-broken.jar", "org.tongqu.NoSuchDriver");
        jar("b-garbled.jar", "no name of a class");
        jar("some.jar", SomeDriver.class.getName());

        assertThat(new Drivers(folder).forAddress(ADDRESS)).isPresent();
    }

    @Test
    void aFolderThatIsNotThereHoldsNone() {
        assertThat(new Drivers(folder.resolve("lib")).forAddress(ADDRESS)).isEmpty();
    }

    private void jar(String name, String driver) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            jar.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
            jar.write(driver.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }

    /** One that takes addresses of its own kind. */
    public static final class SomeDriver implements Driver {
        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:some:");
        }

        @Override
        public Connection connect(String url, Properties info) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
