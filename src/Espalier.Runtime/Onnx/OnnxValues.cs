namespace Espalier.Onnx;

/// <summary>What the linear layers of an ONNX model multiply. All else, such as attention, tables and biases, is fp32.</summary>
public enum OnnxValues
{
    /// <summary>Inputs and weights in fp32.</summary>
    F32,

    /// <summary>
    /// Weights as whole numbers of 8 bits from -127 to 127 times a scale of the output, a 127th of its largest weight; inputs are rounded to 8 bits when the
    /// model is run, between their least and their largest (dynamic quantisation).
    /// </summary>
    I8,
}
