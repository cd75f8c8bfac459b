package fr.vigie.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "fr.vigie.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule chainsKnowNothingOfWhereRecordsComeFromAndWhoAsks = noClasses()
            .that()
            .resideInAPackage("fr.vigie.audit.chain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "fr.vigie.audit.intake..",
                    "fr.vigie.audit.evidence..",
                    "fr.vigie.bus..",
                    "fr.vigie.service..",
                    "org.apache.kafka..",
                    "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule theIntakeKnowsNothingOfWhoAsks = noClasses()
            .that()
            .resideInAPackage("fr.vigie.audit.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("fr.vigie.audit.evidence..", "fr.vigie.service..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule nothingHereReadsAnotherService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("fr.vigie.ingest..", "fr.vigie.registry..", "fr.vigie.dispatch..");
}
