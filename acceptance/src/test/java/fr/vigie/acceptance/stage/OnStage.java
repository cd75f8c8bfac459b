package fr.vigie.acceptance.stage;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One stage for all stories of a class. */
public final class OnStage implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext ofClass =
                context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
        Path folder = Path.of("target", "stage", ofClass.getRequiredTestClass().getSimpleName());
        return ofClass.getStore(Namespace.create(OnStage.class))
                .getOrComputeIfAbsent(Stage.class, key -> new Stage(folder), Stage.class);
    }
}
