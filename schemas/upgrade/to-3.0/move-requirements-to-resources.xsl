<?xml version="1.0" encoding="UTF-8"?>
<!-- What the start or the promotion of a resource requires becomes a meta-attribute of the resource; what
     other operations require never had an effect. An operation's attribute counts before its meta-attributes, and these before its
     instance attributes; and what the resource says itself before them all. What holds by a rule goes on doing so. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="op/@requires
      | op/meta_attributes/nvpair[@name = 'requires']
      | op/instance_attributes/nvpair[@name = 'requires']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select="ancestor::op"/>
      <xsl:with-param name="what" select="'what it requires is said by its resource, if at all'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A set that has nothing left goes. -->
  <xsl:template match="op/*[self::meta_attributes or self::instance_attributes][nvpair]
      [every $pair in nvpair satisfies $pair/@name = 'requires'][not(u:is-referred-to(.))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing is left in it'"/>
    </xsl:call-template>
    <xsl:apply-templates select="nvpair | comment()"/>
  </xsl:template>

  <xsl:template match="resources//*[self::primitive or self::template][operations/op]">
    <xsl:variable name="own" select="meta_attributes/nvpair[@name = 'requires']"/>
    <xsl:variable name="operation" select="operations/op[u:requires(.)]
        [@name = 'start' or (@name = 'promote' and u:is-promotable(ancestor::*))][1]"/>
    <xsl:copy>
      <xsl:apply-templates select="@*, node()"/>
      <xsl:if test="$operation and empty($own)">
        <xsl:variable name="requires" select="u:requires($operation)"/>
        <meta_attributes id="{u:id((string($operation/@id), 'required'))}">
          <xsl:apply-templates select="$requires/self::nvpair/../rule" mode="another">
            <xsl:with-param name="for" select="'requires'" tunnel="yes"/>
          </xsl:apply-templates>
          <nvpair name="requires" value="{($requires/self::nvpair/@value, $requires)[1]}">
            <xsl:attribute name="id" select="($requires/self::nvpair/@id,
                u:id((string($operation/@id), 'requires')))[1]"/>
          </nvpair>
        </meta_attributes>
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what"
              select="'requires what its ' || $operation/@name || ' required'"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <!-- The attribute or pair that counts. -->
  <xsl:function name="u:requires" as="node()?">
    <xsl:param name="operation" as="element(op)"/>
    <xsl:sequence select="($operation/@requires,
        $operation/meta_attributes/nvpair[@name = 'requires'],
        $operation/instance_attributes/nvpair[@name = 'requires'])[1]"/>
  </xsl:function>

  <xsl:function name="u:is-promotable" as="xs:boolean">
    <xsl:param name="around" as="element()*"/>
    <xsl:sequence select="exists($around/self::master) or exists($around/self::clone/
        meta_attributes/nvpair[@name = 'promotable'][@value = ('true', 'yes', 'on', 'y', '1')])"/>
  </xsl:function>
</xsl:stylesheet>
