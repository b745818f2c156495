package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.ProblemCode;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends DoorTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "head", "patch");

    private final ApiDescription api = new ApiDescription();

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void theDescriptionHasEveryOperationOfTheDoorAndNoOther() {
        Set<String> mapped = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getPackage().equals(RestDoor.class.getPackage())
                    && handler.getBeanType() != DoorApplication.Elsewhere.class) {
                mapped.addAll(operations(info));
            }
        });
        Set<String> described = new TreeSet<>();
        api.document().required("paths").properties().forEach(path -> path.getValue().propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method + " " + path.getKey())));

        assertThat(mapped).hasSizeGreaterThan(10).isEqualTo(described);
    }

    @Test
    void everyProblemCodeIsDescribedAndNoneThatIsNotOurs() {
        List<String> codes = new ArrayList<>(
                Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
        codes.add("METHOD_NOT_ALLOWED");

        assertThat(strings(api.document().at("/components/schemas/ProblemCode/enum")))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void everyDeliveryStateIsDescribed() {
        assertThat(strings(api.document().at("/components/schemas/DeliveryState/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(DeliveryState.values()).map(Enum::name).toList());
    }

    @Test
    void everyDescriptionSpeaksBothLanguages() {
        List<String> descriptions = api.document().findValuesAsString("description");

        assertThat(descriptions).hasSizeGreaterThan(100);
        assertThat(descriptions)
                .allSatisfy(text ->
                        assertThat(text).containsPattern("\\p{IsHan}|^OpenAPI").containsPattern("[A-Za-z]{2}"));
    }

    @Test
    void everyExampleHoldsAgainstItsSchema() {
        List<String> wrong = new ArrayList<>();
        int[] seen = {0};
        visit(api.document(), "", wrong, seen);

        assertThat(wrong).isEmpty();
        assertThat(seen[0]).isGreaterThan(25);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(api.document().findValuesAsString("$ref")).allSatisfy(ref -> assertThat(
                        api.document().at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
    }

    @Test
    void theDescriptionIsServedAsItIs() {
        assertThat(door.get("/v1/openapi.json").json()).isEqualTo(api.document());
    }

    private void visit(JsonNode node, String place, List<String> wrong, int[] seen) {
        if (node.has("schema") && node.has("example")) {
            seen[0]++;
            api.violations(node.get("schema"), node.get("example")).forEach(broken -> wrong.add(place + " " + broken));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            visit(member.getValue(), place + "/" + member.getKey(), wrong, seen);
        }
        if (node.isArray()) {
            node.forEach(item -> visit(item, place + "/-", wrong, seen));
        }
    }

    private static List<String> operations(RequestMappingInfo info) {
        return info.getPatternValues().stream()
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .map(method -> method.toLowerCase(Locale.ROOT) + " " + path.replace("{*", "{")))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.stringValue()));
        return strings;
    }
}
