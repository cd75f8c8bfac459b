package fr.vigie.acceptance.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the system before the first test that asks for it and stops it after the last one of the run. */
public final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WholeSystem.class;
    }

    @Override
    public WholeSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Shared.class))
                .getOrComputeIfAbsent(WholeSystem.class, key -> WholeSystem.start(), WholeSystem.class);
    }
}
