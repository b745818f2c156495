package org.tongqu.config.files;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one YAML 1.2 file as nodes that know their lines. Nothing is constructed from tags; at most 1 Mi characters. */
public final class YamlFile {
    private static final int MAX_CHARACTERS = 1024 * 1024;

    private YamlFile() {}

    /** The mapping the file holds; empty, with a problem noted, if it holds anything else or cannot be read. */
    public static Optional<YamlMap> read(Path root, Path file, Problems problems) {
        String name = root.relativize(file).toString();
        Place whole = new Place(name, 0);
        try (Reader reader = Files.newBufferedReader(file)) {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(name)
                    .setCodePointLimit(MAX_CHARACTERS)
                    .setMaxAliasesForCollections(0)
                    .build();
            Optional<Node> node = new Compose(settings).composeReader(reader);
            if (node.isPresent() && node.get() instanceof MappingNode mapping) {
                return Optional.of(new YamlMap(mapping, name, problems));
            }
            problems.add(whole, "文件不是键值结构 / the file is not a mapping", "写成 键: 值 / write key: value lines");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(
                    new Place(name, line),
                    "YAML 语法错误 / YAML syntax: " + e.getProblem(),
                    "检查缩进、引号和冒号 / check indentation, quotes and colons");
        } catch (YamlEngineException e) {
            problems.add(whole, "YAML 无法读取 / YAML cannot be read: " + e.getMessage(), "简化文件 / make the file plainer");
        } catch (CharacterCodingException e) {
            problems.add(whole, "文件不是 UTF-8 / the file is not UTF-8", "以 UTF-8 保存 / save it as UTF-8");
        } catch (IOException e) {
            problems.add(whole, "文件无法读取 / the file cannot be read", "检查是否存在及权限 / check that it exists and may be read");
        }
        return Optional.empty();
    }
}
