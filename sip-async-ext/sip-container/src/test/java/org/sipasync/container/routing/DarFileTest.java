package org.sipasync.container.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.container.message.ValueFactory;

@Tag("289-C")
class DarFileTest {
  private static final String GOOD =
      "INVITE: (\"b\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"1\"),"
          + "(\"a\",\"DAR:To\", \"TERMINATING\", \"sip:p@h;lr\", \"ROUTE_BACK\", \"0\" , \"REGEX=sip:(a|b)@ \")";

  private final List<String> mistakes = new ArrayList<>();

  private DarFile read(String text) throws IOException {
    return DarFile.read(new StringReader(text), mistakes);
  }

  @Test
  void entriesInTheOrderOfTheirNumbers() throws IOException {
    DarFile file = read("# a comment\n" + GOOD + "\nALL=" + entry("c", "0"));
    assertThat(mistakes).isEmpty();
    assertThat(file.of("INVITE")).extracting(DarEntry::application).containsExactly("a", "b");
    assertThat(file.of("OPTIONS")).extracting(DarEntry::application).containsExactly("c");
    assertThat(file.applications()).containsExactly("a", "b", "c");
  }

  private static String entry(String name, String number) {
    return "(\"" + name + "\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"" + number + "\")";
  }

  /** Restcomm's default router reads both. */
  @Test
  void lineThatEndsInACommaAndFileWithoutLines() throws IOException {
    DarFile file = read("INVITE: " + entry("a", "0") + ", " + entry("b", "1") + ", \n");
    assertThat(mistakes).isEmpty();
    assertThat(file.of("INVITE")).extracting(DarEntry::application).containsExactly("a", "b");
    assertThat(read("").of("INVITE")).isEmpty();
    assertThat(read("# nobody\n\n").applications()).isEmpty();
    assertThat(mistakes).isEmpty();
  }

  @Test
  void methodsWithoutALineHaveNobody() throws IOException {
    assertThat(read(GOOD).of("OPTIONS")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "INVITE: a|line INVITE, entry 1: ( is expected, not a",
        "INVITE: ,|line INVITE, entry 1: ( is expected, not ,",
        "INVITE:|line INVITE, entry 1: ( is expected, not the end",
        "INVITE: (a)|line INVITE, entry 1: a text in \"quotation marks\" is expected, not a)",
        "INVITE: (\u201ca\u201d)|line INVITE, entry 1: a text in \"quotation marks\" is expected, not \u201ca\u201d)",
        "INVITE: (\"a)|line INVITE, entry 1: a closing quotation mark is missing in a)",
        "INVITE: (\"a\" \"b\")|line INVITE, entry 1: a comma or ) is expected, not \"b\")",
        "INVITE: (\"a\", \"DAR:From\")|line INVITE, entry 1: it has 2 texts; write application, subscriber, region, route, modifier, number",
      })
  void syntax(String text, String mistake) throws IOException {
    read(text);
    assertThat(mistakes).containsExactly(mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\"|the first text, the name of the application, is empty",
        "\"a\", \"DAR:\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\"|subscriber \"DAR:\" is neither DAR: and a header, nor a URI",
        "\"a\", \"From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\"|subscriber \"From\" is neither DAR: and a header, nor a URI",
        "\"a\", \"DAR:To\", \"neutral\", \"\", \"NO_ROUTE\", \"0\"|\"neutral\" is no region; write one of NEUTRAL, ORIGINATING, TERMINATING",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NOROUTE\", \"0\"|\"NOROUTE\" is no route modifier; write one of NO_ROUTE, ROUTE, ROUTE_BACK",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"ROUTE\", \"0\"|modifier ROUTE needs a route",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"sip:h\", \"NO_ROUTE\", \"0\"|route sip:h is ignored with NO_ROUTE; write ROUTE or ROUTE_BACK",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"tel:+1\", \"ROUTE\", \"0\"|route tel:+1 is no SIP URI",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"sip:h:99999\", \"ROUTE\", \"0\"|route sip:h:99999 is no SIP URI",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"h:5060\", \"ROUTE_BACK\", \"0\"|route h:5060 is no SIP URI",
        "\"a\", \"DAR:To\", \"NEUTRAL_REGION\", \"\", \"NO_ROUTE\", \"0\"|\"NEUTRAL_REGION\" is no region; write one of NEUTRAL, ORIGINATING, TERMINATING",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"-1\"|\"-1\" is no number of its place: 0, 1, 2",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"REGEX=[a-\"|\"REGEX=[a-\" is no regular expression: Illegal character range",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"first\"|\"first\" is no number of its place: 0, 1, 2",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"REGEX=(\"|\"REGEX=(\" is no regular expression: Unclosed group",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"DIRECTION=IN\"|\"IN\" is no direction; write one of INBOUND, OUTBOUND",
        "\"a\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"X=1\"|\"X=1\" is not understood; REGEX= and DIRECTION= may follow the number",
      })
  void fields(String fields, String mistake) throws IOException {
    read("INVITE: (" + fields + ")");
    assertThat(mistakes).containsExactly("line INVITE, entry 1: " + mistake);
  }

  @Test
  void methods() throws IOException {
    read("invite: " + entry("a", "0") + "\nBYE: " + entry("a", "0"));
    assertThat(mistakes)
        .containsExactly(
            "line invite: methods are case-sensitive; write INVITE",
            "line BYE: no application is chosen for it, as it never begins a dialog");
  }

  @Test
  void lineThatComesTwice() throws IOException {
    read("INVITE: " + entry("a", "0") + "\nINVITE: " + entry("b", "1"));
    assertThat(mistakes)
        .containsExactly("line INVITE comes twice; put all its entries on one line");
  }

  @Test
  void numberThatComesTwice() throws IOException {
    read("INVITE: " + entry("a", "0") + "," + entry("b", "0"));
    assertThat(mistakes).containsExactly("line INVITE: two entries have the number 0");
  }

  /** Restcomm's files have one entry for what comes in, another for what an application sends. */
  @Test
  void numberOfEachDirection() throws IOException {
    String in = entry("a", "0").replace(")", ", \"DIRECTION=INBOUND\")");
    String out = entry("b", "0").replace(")", ", \"DIRECTION=OUTBOUND\")");
    read("INVITE: " + out + "," + in);
    assertThat(mistakes).isEmpty();
    read("INVITE: " + in + "," + out + "," + in.replace("\"a\"", "\"c\""));
    assertThat(mistakes).containsExactly("line INVITE: two entries have the number 0");
  }

  @Test
  void commaThatIsMissing() throws IOException {
    read("INVITE: " + entry("a", "0") + entry("b", "1"));
    assertThat(mistakes)
        .containsExactly(
            "line INVITE, entry 1: a comma is missing before (\"b\", \"DAR:To\", \"NEU");
  }

  /** Applications that only call have nothing to be listed for. */
  @Test
  void emptyFile() throws IOException {
    assertThat(read("# nothing").of("INVITE")).isEmpty();
    assertThat(mistakes).isEmpty();
  }

  @Test
  void backslashThatIsNoEscape() throws IOException {
    read("INVITE: \\user");
    assertThat(mistakes)
        .containsExactly("it has a malformed \\u escape; write a backslash of REGEX= twice");
  }

  private static SipServletRequest request(String user) {
    return (SipServletRequest)
        Proxy.newProxyInstance(
            DarFileTest.class.getClassLoader(),
            new Class<?>[] {SipServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "INVITE";
                  case "getHeaderNames" -> List.of("Call-ID", "From").iterator();
                  case "getHeaders" -> List.of("<sip:carol@shop>").iterator();
                  case "getApplicationSession" -> null;
                  default -> ValueFactory.createURI("sip:" + user + "@h");
                });
  }

  @Test
  void regexIsFoundInTheStartLine() throws IOException {
    DarEntry entry =
        read("INVITE: " + entry("a", "0").replace(")", ", \"REGEX=INVITE sip:b\")"))
            .of("INVITE")
            .get(0);
    assertThat(entry.matches(request("bob"))).isTrue();
    assertThat(entry.matches(request("anna"))).isFalse();
  }

  /** Found in Restcomm's DAR files. */
  @Test
  void regexIsFoundInAHeader() throws IOException {
    assertThat(only("REGEX=From:.*sip:.*@shop").matches(request("bob"))).isTrue();
    assertThat(only("REGEX=To:.*sip:.*@shop").matches(request("bob"))).isFalse();
    assertThat(only("REGEX=Call-ID.*From").matches(request("bob"))).as("of one header").isFalse();
  }

  @Test
  void direction() throws IOException {
    assertThat(only("DIRECTION=INBOUND").matches(request("bob"))).isTrue();
    assertThat(only("DIRECTION=OUTBOUND").matches(request("bob"))).isFalse();
  }

  private DarEntry only(String condition) throws IOException {
    String text = entry("a", "0").replace(")", ", \"" + condition + "\")");
    return read("INVITE: " + text).of("INVITE").get(0);
  }

  /** Hours, if nobody counted; the caller chooses the text. */
  @Test
  void regexThatTakesTooLong() throws IOException {
    DarEntry entry =
        read("INVITE: " + entry("a", "0").replace(")", ", \"REGEX=(.*a){12}!\")"))
            .of("INVITE")
            .get(0);
    assertThatThrownBy(() -> entry.matches(request("a".repeat(200))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("REGEX= takes too long");
  }

  /** All of them, so that nobody starts the server five times. */
  @Test
  void mistakesAreToldTogether() throws IOException {
    read("INVITE: (\"\", \"x\", \"y\", \"\", \"z\", \"-1\")\nOPTIONS: b");
    assertThat(mistakes).hasSize(6);
  }
}
