package fr.vigie.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may depend on whom. */
class ModulesTest {
    private static final String OURS = "fr.vigie.";

    private static final Map<String, String> SERVICES = Map.of(
            "alert-ingest", "fr.vigie.ingest",
            "subscriber-registry", "fr.vigie.registry",
            "dispatch-sms", "fr.vigie.dispatch.sms",
            "dispatch-voice", "fr.vigie.dispatch.voice",
            "audit-log", "fr.vigie.audit");

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("event-contracts", "fr.vigie.events"),
            Map.entry("reference-data", "fr.vigie.reference"),
            Map.entry("field-crypto", "fr.vigie.crypto"),
            Map.entry("sms-text", "fr.vigie.text.sms"),
            Map.entry("phone-numbers", "fr.vigie.phone"),
            Map.entry("event-bus", "fr.vigie.bus"),
            Map.entry("outbox", "fr.vigie.outbox"),
            Map.entry("database-clock", "fr.vigie.clock"),
            Map.entry("service-kit", "fr.vigie.service"),
            Map.entry("dispatch-core", "fr.vigie.dispatch"),
            Map.entry("smpp-client", "fr.vigie.smpp"),
            Map.entry("local-infra", "fr.vigie.infra"),
            Map.entry("test-support", "fr.vigie.testing"));

    private static final Map<String, String> TOOLS =
            Map.of("simulators", "fr.vigie.simulators", "standalone", "fr.vigie.standalone");

    private static final JavaClasses CLASSES = imported();

    private static JavaClasses imported() {
        List<Path> folders = Stream.of(
                        SERVICES.keySet().stream(),
                        LIBRARIES.keySet().stream().map(library -> "libs/" + library),
                        TOOLS.keySet().stream())
                .flatMap(modules -> modules)
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList();
        assertThat(folders)
                .allSatisfy(folder -> assertThat(Files.isDirectory(folder))
                        .as(folder.toString())
                        .isTrue());
        return new ClassFileImporter().importPaths(folders);
    }

    /** The module that a class belongs to, by the longest package that fits. */
    private static Optional<String> moduleOf(JavaClass type) {
        return Stream.of(SERVICES, LIBRARIES, TOOLS)
                .flatMap(modules -> modules.entrySet().stream())
                .filter(module -> (type.getPackageName() + ".").startsWith(module.getValue() + "."))
                .max((a, b) -> a.getValue().length() - b.getValue().length())
                .map(Map.Entry::getKey);
    }

    private static DescribedPredicate<JavaClass> in(String what, Map<String, String> modules) {
        return describe(
                what, type -> moduleOf(type).filter(modules::containsKey).isPresent());
    }

    private static DescribedPredicate<JavaClass> inAnyOf(String what, String... modules) {
        return describe(
                what, type -> moduleOf(type).filter(List.of(modules)::contains).isPresent());
    }

    @Test
    void everyClassBelongsToAModule() {
        assertThat(CLASSES)
                .allSatisfy(
                        type -> assertThat(moduleOf(type)).as(type.getName()).isPresent());
        for (Map<String, String> modules : List.of(SERVICES, LIBRARIES, TOOLS)) {
            modules.keySet()
                    .forEach(module -> assertThat(CLASSES.stream().map(ModulesTest::moduleOf))
                            .as(module)
                            .contains(Optional.of(module)));
        }
    }

    @Test
    void nothingDependsOnAService() {
        for (String service : SERVICES.keySet()) {
            noClasses()
                    .that(describe(
                            "are not of " + service, type -> !moduleOf(type).equals(Optional.of(service))))
                    .should()
                    .dependOnClassesThat(inAnyOf("are of " + service, service))
                    .check(CLASSES);
        }
    }

    @Test
    void servicesDependOnLibrariesOnly() {
        noClasses()
                .that(in("are of a service", SERVICES))
                .should()
                .dependOnClassesThat(in("are of the launcher or the simulators", TOOLS))
                .check(CLASSES);
        noClasses()
                .that(in("are of a service", SERVICES))
                .should()
                .dependOnClassesThat(inAnyOf("are for tests and one machine", "local-infra", "test-support"))
                .check(CLASSES);
    }

    @Test
    void librariesDoNotDependOnEachOtherInCircles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return moduleOf(type).map(SliceIdentifier::of).orElse(SliceIdentifier.ignore());
                    }

                    @Override
                    public String getDescription() {
                        return "modules";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void eventContractsDependOnNothingOfOurs() {
        noClasses()
                .that(inAnyOf("are of event-contracts", "event-contracts"))
                .should()
                .dependOnClassesThat(describe(
                        "are of another module",
                        type -> type.getPackageName().startsWith(OURS)
                                && !moduleOf(type).equals(Optional.of("event-contracts"))))
                .check(CLASSES);
    }

    @Test
    void numbersAndTheirKeysAreForTheRegistryAndTheLastStepOnly() {
        List<String> modules = List.of(
                "subscriber-registry", "dispatch-sms", "dispatch-voice", "field-crypto", "phone-numbers", "simulators");
        // The launcher decrypts right before a carrier is given the number; demo and benchmarks make numbers up.
        List<String> packages = List.of(
                "fr.vigie.dispatch.flow",
                "fr.vigie.standalone.demo",
                "fr.vigie.standalone.bench.calls",
                "fr.vigie.standalone.bench.dispatch");
        noClasses()
                .that(describe(
                        "have no business with numbers",
                        type -> moduleOf(type).filter(modules::contains).isEmpty()
                                && !packages.contains(type.getPackageName())))
                .should()
                .dependOnClassesThat(inAnyOf("know numbers in clear", "field-crypto", "phone-numbers"))
                .check(CLASSES);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        for (String annotation : List.of(
                "jakarta.inject.Inject",
                "org.eclipse.microprofile.config.inject.ConfigProperty",
                "org.eclipse.microprofile.reactive.messaging.Channel")) {
            noFields().should().beAnnotatedWith(annotation).check(CLASSES);
        }
    }

    @Test
    void servicesLogByTheirFramework() {
        noClasses()
                .that(in("are of a service", SERVICES))
                .should(GeneralCodingRules.USE_JAVA_UTIL_LOGGING)
                .check(CLASSES);
        noClasses()
                .that(in("are of a service", SERVICES))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }
}
