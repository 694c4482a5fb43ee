import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Judges files: VeraCheck 3a,ua1 FILE... One tab-separated line per file and flavour on standard output
 * (PASS, FAIL or ERROR; flavour; file; number of rules; number of checks), one indented line per broken rule. Leaves with 0 only when all pass.
 */
public class VeraCheck {
    private static final int PLACES = 3;

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = arguments.length > 1;
        for (int number = 1; number < arguments.length; number++) {
            for (String flavour : arguments[0].split(",")) {
                all &= judged(flavour, arguments[number]);
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean judged(String flavour, String file) {
        try {
            ValidationProfile profile = profile(flavour);
            PDFAFlavour id = PDFAFlavour.byFlavourId(flavour);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), id);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1000, false, true, false)) {
                ValidationResult result = validator.validate(parser);
                boolean good = result.isCompliant() && result.getTotalAssertions() > 0;
                System.out.printf("%s\t%s\t%s\trules=%d\tchecks=%d%n", good ? "PASS" : "FAIL", flavour, file,
                        profile.getRules().size(), result.getTotalAssertions());
                tell(result, profile);
                return good;
            }
        } catch (Exception | LinkageError trouble) {
            System.out.printf("ERROR\t%s\t%s\t%s%n", flavour, file, trouble);
            return false;
        }
    }

    private static ValidationProfile profile(String flavour) throws Exception {
        String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
        return Profiles.profileFromXml(Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml"));
    }

    private static void tell(ValidationResult result, ValidationProfile profile) {
        List<Map.Entry<RuleId, Integer>> broken = new ArrayList<>(result.getFailedChecks().entrySet());
        broken.sort(Comparator.comparing(entry -> entry.getKey().getClause() + "-" + entry.getKey().getTestNumber()));
        for (Map.Entry<RuleId, Integer> entry : broken) {
            RuleId rule = entry.getKey();
            String words = profile.getRuleByRuleId(rule).getDescription().replaceAll("\\s+", " ");
            System.out.printf("\t%s-%d\t%d times\t%s%n", rule.getClause(), rule.getTestNumber(), entry.getValue(), words);
            result.getTestAssertions().stream()
                    .filter(one -> one.getStatus() == TestAssertion.Status.FAILED && one.getRuleId().equals(rule))
                    .limit(PLACES)
                    .forEach(one -> System.out.printf("\t\tat %s: %s%n", one.getLocation().getContext(), one.getErrorMessage()));
        }
    }
}
