import Glibc

/// A complex number: an eigenvalue, a zero, a point of a frequency response.
package struct ComplexValue: Hashable, Sendable {
    /// Real part.
    package var real: Double
    /// Imaginary part.
    package var imaginary: Double

    /// A complex number from its parts.
    package init(_ real: Double, _ imaginary: Double = 0) {
        self.real = real
        self.imaginary = imaginary
    }

    /// Distance from 0.
    package var magnitude: Double { hypot(real, imaginary) }

    /// Mirrored at the real axis.
    package var conjugate: ComplexValue { ComplexValue(real, -imaginary) }

    /// e to this number.
    package var exponential: ComplexValue {
        let size = exp(real)
        return ComplexValue(size * cos(imaginary), size * sin(imaginary))
    }

    /// The root in the right half plane.
    package var squareRoot: ComplexValue {
        let size = magnitude
        guard size > 0 else { return ComplexValue(0) }
        let part = ((size + abs(real)) / 2).squareRoot()
        if real >= 0 { return ComplexValue(part, imaginary / (2 * part)) }
        return ComplexValue(abs(imaginary) / (2 * part), imaginary < 0 ? -part : part)
    }

    /// The sum of two.
    package static func + (left: Self, right: Self) -> Self {
        Self(left.real + right.real, left.imaginary + right.imaginary)
    }

    /// The difference of two.
    package static func - (left: Self, right: Self) -> Self {
        Self(left.real - right.real, left.imaginary - right.imaginary)
    }

    /// The product of two.
    package static func * (left: Self, right: Self) -> Self {
        Self(
            left.real * right.real - left.imaginary * right.imaginary,
            left.real * right.imaginary + left.imaginary * right.real)
    }

    /// A real number times a complex one.
    package static func * (left: Double, right: Self) -> Self {
        Self(left * right.real, left * right.imaginary)
    }

    /// The quotient of two; not finite for a divisor of 0.
    package static func / (left: Self, right: Self) -> Self {
        let size = right.real * right.real + right.imaginary * right.imaginary
        let product = left * right.conjugate
        return Self(product.real / size, product.imaginary / size)
    }
}
