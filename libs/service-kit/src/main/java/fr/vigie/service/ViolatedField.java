package fr.vigie.service;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

/**
 * Where a constraint is broken, as the sender knows it: {@code create.request.area.radiusKm} is {@code area.radiusKm},
 * {@code list.arg0} is the query parameter's name, {@code create.request} is {@code body}.
 */
final class ViolatedField {
    private ViolatedField() {}

    static String of(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        Method method = null;
        String parameter = "body";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.METHOD) {
                method = method(violation.getRootBeanClass(), node.as(Path.MethodNode.class));
            } else if (node.getKind() == ElementKind.PARAMETER) {
                parameter = name(method, node.as(Path.ParameterNode.class), violation);
            } else {
                append(field, node);
            }
        }
        return field.isEmpty() ? parameter : field.toString();
    }

    private static void append(StringBuilder field, Path.Node node) {
        if (node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
        }
        // Elements of a container have a made-up name in angle brackets.
        if (node.getName() != null && !node.getName().startsWith("<")) {
            field.append(field.isEmpty() ? "" : ".").append(JsonProblems.shown(node.getName()));
        }
    }

    private static String name(Method method, Path.ParameterNode parameter, ConstraintViolation<?> violation) {
        if (method != null) {
            for (Annotation annotation : method.getParameterAnnotations()[parameter.getParameterIndex()]) {
                if (annotation instanceof QueryParam query) {
                    return query.value();
                }
                if (annotation instanceof PathParam path) {
                    return path.value();
                }
                if (annotation instanceof HeaderParam header) {
                    return header.value();
                }
            }
        }
        return violation.getInvalidValue() == null ? "body" : parameter.getName();
    }

    private static Method method(Class<?> type, Path.MethodNode node) {
        // The bean's class may be a generated one, without the annotations.
        Method found = null;
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            try {
                found = owner.getDeclaredMethod(
                        node.getName(), node.getParameterTypes().toArray(Class<?>[]::new));
            } catch (NoSuchMethodException inherited) {
                continue;
            }
        }
        return found;
    }
}
