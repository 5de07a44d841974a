package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

class XmlTest {

  private static List<String> mistakes(Page page) {
    List<String> mistakes = new ArrayList<>();
    for (Page.Block block : page.blocks("xml")) {
      try {
        parse(block.text());
      } catch (SAXException e) {
        mistakes.add(page + ":" + block.line() + ": " + e.getMessage());
      } catch (IOException | ParserConfigurationException e) {
        throw new AssertionError(e);
      }
    }
    return mistakes;
  }

  /** A sample may be a document, or elements of one. */
  private static void parse(String xml)
      throws SAXException, IOException, ParserConfigurationException {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    parser.setErrorHandler(new DefaultHandler());
    String document = xml.startsWith("<?xml") ? xml : "<sample>" + xml + "</sample>";
    parser.parse(new InputSource(new StringReader(document)));
  }

  @Test
  @DisplayName("every XML sample is well-formed")
  void all() {
    assertThat(Repository.PAGES.all().stream().flatMap(page -> mistakes(page).stream())).isEmpty();
  }

  @Test
  @DisplayName("a sample that is not well-formed is told with its page's line")
  void bad() {
    Page page = Page.of(Path.of("/x.md"), "x.md", "```xml\n<a><b></a>\n```\n");
    assertThat(mistakes(page)).singleElement().asString().startsWith("x.md:2: ");
    assertThat(mistakes(Page.of(Path.of("/x.md"), "x.md", "```xml\n<a/>\n<b/>\n```\n"))).isEmpty();
  }
}
