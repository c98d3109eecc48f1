package org.cairn.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

/**
 * What an extension point demands, what its example shows and what this bundle contributes agree.
 */
class ContributionsTest {
    private static final Path PLUGIN = Path.of("plugin.xml");

    @ParameterizedTest
    @ValueSource(strings = {"memoryRenderings", "blockDetails"})
    void theExampleFulfilsTheSchema(String point) throws Exception {
        Element schema = schema(point);
        String example =
                texts(schema).stream()
                        .filter(text -> text.contains("<extension"))
                        .findFirst()
                        .orElseThrow();
        Element extension = parse(example.replaceAll("</?pre>", "").strip());

        assertThat(extension.getAttribute("point")).isEqualTo("org.cairn.ui." + point);
        check(schema, children(extension));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memoryRenderings", "blockDetails"})
    void whatIsContributedFulfilsTheSchema(String point) throws Exception {
        Element schema = schema(point);
        Class<?> contract =
                Class.forName(
                        all(schema, "meta.attribute")
                                .get(0)
                                .getAttribute("basedOn")
                                .replace(":", ""));
        List<Element> contributed = new ArrayList<>();
        for (Element extension : all(parse(Files.readString(PLUGIN)), "extension")) {
            if (extension.getAttribute("point").equals("org.cairn.ui." + point)) {
                contributed.addAll(children(extension));
            }
        }

        check(schema, contributed);
        for (Element element : contributed) {
            Class<?> part =
                    Class.forName(
                            element.getAttribute("class"), false, getClass().getClassLoader());
            assertThat(contract).isAssignableFrom(part);
            assertThat(part.getConstructor()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memoryRenderings", "blockDetails"})
    void thePointIsDeclared(String point) throws Exception {
        assertThat(all(parse(Files.readString(PLUGIN)), "extension-point"))
                .filteredOn(declared -> declared.getAttribute("id").equals(point))
                .extracting(declared -> declared.getAttribute("schema"))
                .containsExactly("schema/" + point + ".exsd");
    }

    /** Each has all attributes that are required, and none that the schema does not know. */
    private static void check(Element schema, List<Element> contributed) {
        Element described =
                all(schema, "element").stream()
                        .filter(element -> element.hasAttribute("name"))
                        .filter(element -> !element.getAttribute("name").equals("extension"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Boolean> attributes = new TreeMap<>();
        for (Element attribute : all(described, "attribute")) {
            attributes.put(
                    attribute.getAttribute("name"),
                    attribute.getAttribute("use").equals("required"));
        }
        for (Element element : contributed) {
            assertThat(element.getTagName()).isEqualTo(described.getAttribute("name"));
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(attributes).containsKey(element.getAttributes().item(i).getNodeName());
            }
            attributes.forEach(
                    (name, required) ->
                            assertThat(!required || element.hasAttribute(name)).as(name).isTrue());
        }
    }

    private static Element schema(String point) throws Exception {
        return parse(Files.readString(Path.of("schema", point + ".exsd")));
    }

    private static Element parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> texts(Element schema) {
        return all(schema, "documentation").stream().map(Node::getTextContent).toList();
    }

    private static List<Element> all(Element within, String name) {
        NodeList nodes = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
