import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * veraPDF without its installer: {@code Vera FLAVOUR FILE...} prints one line of JSON a file.
 *
 * <p>{@code {"compliant": true, "failures": [{"rule", "count", "message", "where"}]}}, or
 * {@code {"error": "..."}} for a file that cannot be read. The flavour is veraPDF's word, such as
 * {@code ua1} or {@code 3b}. Exit code 0: every file was judged, whatever the verdict.
 */
public final class Vera {
  /** How many failures of one rule are kept; the count goes on. One shows what is wrong. */
  private static final int FAILURES_KEPT = 1;

  private Vera() {}

  public static void main(String[] args) {
    LogManager.getLogManager().reset(); // it tells on standard error what the verdict tells better
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.fromString(args[0]);
    if (flavour == PDFAFlavour.NO_FLAVOUR) {
      System.err.println("veraPDF knows no flavour " + args[0]);
      System.exit(2);
    }
    boolean allJudged = true;
    for (int i = 1; i < args.length; i++) {
      try {
        System.out.println(json(judge(args[i], flavour)));
      } catch (Exception | StackOverflowError e) {
        allJudged = false;
        System.out.println("{\"error\":" + quoted(e.toString()) + "}");
      }
    }
    System.exit(allJudged ? 0 : 2);
  }

  private static ValidationResult judge(String file, PDFAFlavour flavour) throws Exception {
    try (InputStream input = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(input, flavour);
        PDFAValidator validator =
            Foundries.defaultInstance()
                .createValidator(flavour, FAILURES_KEPT, false, false, false)) {
      return validator.validate(parser);
    }
  }

  private static String json(ValidationResult result) {
    Map<RuleId, TestAssertion> examples = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        examples.putIfAbsent(assertion.getRuleId(), assertion);
      }
    }
    StringJoiner failures = new StringJoiner(",", "[", "]");
    for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
      RuleId rule = failed.getKey();
      TestAssertion example = examples.get(rule);
      failures.add(
          "{\"rule\":" + quoted(rule.getClause() + "-" + rule.getTestNumber())
              + ",\"count\":" + failed.getValue()
              + ",\"message\":" + quoted(example == null ? "" : example.getMessage())
              + ",\"where\":" + quoted(where(example)) + "}");
    }
    return "{\"compliant\":" + result.isCompliant() + ",\"failures\":" + failures + "}";
  }

  private static String where(TestAssertion example) {
    return example == null || example.getLocation() == null
        ? ""
        : example.getLocation().getContext();
  }

  /** Nothing in the jar's public interface writes JSON, and this is all that is needed of it. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : (text == null ? "" : text).toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format("\\u%04x", (int) c)); // ASCII only: no encoding to agree on
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
